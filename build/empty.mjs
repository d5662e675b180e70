// Stands in for packages that are left out. A function, since some of them are called.
export default () => {};
