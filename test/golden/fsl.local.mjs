// a rough FSL → FQL for the harness
export function fslToFql(text) {
  const out = []; let i = 0;
  const src = text;
  const ws = () => { for (;;) { const m = /^(\s+|\/\/[^\n]*|\/\*[^]*?\*\/|;)/.exec(src.slice(i)); if (!m) return; i += m[0].length; } };
  const sp = () => { const m = /^[ \t]*/.exec(src.slice(i)); i += m[0].length; };
  const word = () => { const m = /^[A-Za-z_@][A-Za-z0-9_]*/.exec(src.slice(i)); if (!m) throw new Error('word at ' + src.slice(i, i + 30)); i += m[0].length; return m[0]; };
  const bal = () => { const s = i; let d = 0; do { const c = src[i]; if (c === '"' || c === "'") { const q = c; i++; while (src[i] !== q) { if (src[i] === '\\') i++; i++; } } else if ('([{'.includes(c)) d++; else if (')]}'.includes(c)) d--; i++; } while (d > 0 && i < src.length); return src.slice(s, i); };
  const upTo = (stop) => { const s = i; while (i < src.length && !stop(src[i])) { if ('([{'.includes(src[i])) bal(); else if (src[i] === '"' || src[i] === "'") { const q = src[i++]; while (src[i] !== q) i++; i++; } else i++; } return src.slice(s, i).trim(); };
  const q = (s) => JSON.stringify(s).replace(/#\{/g, '\\#{');
  const paths = (l) => l.slice(1, -1).split(',').map((x) => x.trim()).filter(Boolean);
  const field = (x) => { let o; const m = /^(asc|desc)\((.*)\)$/.exec(x); if (m) { o = m[1]; x = m[2]; } let mva = false; const n = /^mva\((.*)\)$/.exec(x); if (n) { mva = true; x = n[1]; } return `{ field: ${q(x)}${o ? `, order: "${o}"` : ''}${mva ? ', mva: true' : ''} }`; };
  const fieldsOf = (inner) => { // struct type text -> keep as signature
    return inner; };
  for (;;) {
    ws(); if (i >= src.length) break;
    const ann = {}; while (src[i] === '@') { const a = word(); ann[a] = bal().slice(1, -1); ws(); }
    const kind = word(); sp(); const name = word(); sp();
    if (kind === 'collection') {
      if (src[i] !== '{') throw new Error('{'); i++;
      const f = [], c = [], ix = [], cs = [], mg = [], opts = []; let end = false;
      for (;;) { ws(); if (src[i] === '}') { i++; break; }
        if (src[i] === '*') { i++; sp(); i++; sp(); const t = upTo((ch) => ch === '\n' || ch === ';' || ch === '}'); opts.push(`wildcard: ${q(t)}`); continue; }
        const w = word(); sp();
        if (src[i] === ':') { i++; sp(); const t = upTo((ch) => ch === '\n' || ch === ';' || ch === '}' || ch === '='); let d; while (src[i] === '=' && src[i + 1] === '>') throw new Error('fn type'); if (src[i] === '=') { i++; sp(); d = upTo((ch) => ch === '\n' || ch === ';' || ch === '}'); } f.push(`${w}: { signature: ${q(t)}${d !== undefined ? `, default: ${q(d)}` : ''} }`); continue; }
        if (w === 'compute') { const n = word(); sp(); let t; if (src[i] === ':') { i++; sp(); t = upTo((ch) => ch === '='); } i++; sp(); let b = upTo((ch) => ch === '\n' || ch === ';' || ch === '}'); b = b.replace(/^\((.*)\)$/s, (m, x) => x); c.push(`${n}: { body: ${q(b)}${t ? `, signature: ${q(t)}` : ''} }`); continue; }
        if (w === 'index') { const n = word(); sp(); i++; const parts = []; for (;;) { ws(); if (src[i] === '}') { i++; break; } const k = word(); sp(); const l = bal(); parts.push(`${k}: [${paths(l).map(field).join(', ')}]`); } ix.push(`${n}: { ${parts.join(', ')} }`); continue; }
        if (w === 'unique') { const l = bal(); cs.push(`{ unique: [${paths(l).map((x) => { const m = /^mva\((.*)\)$/.exec(x); return m ? `{ field: ${q(m[1])}, mva: true }` : q(x); }).join(', ')}] }`); continue; }
        if (w === 'check') { const n = word(); sp(); let b = upTo((ch) => ch === '\n' || ch === ';' || ch === '}'); b = b.replace(/^\((.*)\)$/s, (m, x) => x); cs.push(`{ check: { name: ${q(n)}, body: ${q(b)} } }`); continue; }
        if (w === 'migrations') { throw new Error('migrations'); }
        if (['history_days', 'ttl_days', 'document_ttls'].includes(w)) { opts.push(`${w}: ${upTo((ch) => ch === '\n' || ch === ';' || ch === '}')}`); continue; }
        throw new Error('member ' + w); }
      if (f.length) opts.push(`fields: { ${f.join(', ')} }`); if (c.length) opts.push(`computed_fields: { ${c.join(', ')} }`); if (ix.length) opts.push(`indexes: { ${ix.join(', ')} }`); if (cs.length) opts.push(`constraints: [${cs.join(', ')}]`); if (ann['@alias']) opts.push(`alias: ${ann['@alias'].startsWith('"') ? ann['@alias'] : q(ann['@alias'])}`);
      out.push({ kind: 'Collection', name, opts });
    } else if (kind === 'function') { const ps = bal(); sp(); let ret; if (src[i] === ':') { i++; sp(); ret = upTo((ch) => ch === '{'); } ws(); const b = bal(); const names = ps.slice(1, -1).split(',').map((x) => x.trim()).filter(Boolean); const typed = ret || /:/.test(ps); const opts = [`body: ${q(`(${names.map((n) => n.split(':')[0].trim()).join(', ')}) => ${b}`)}`]; if (typed) opts.push(`signature: ${q(`(${names.map((n) => n).join(', ')}) => ${ret ?? 'Any'}`)}`); if (ann['@role']) opts.push(`role: ${q(ann['@role'].replace(/"/g, ''))}`); if (ann['@alias']) opts.push(`alias: ${q(ann['@alias'].replace(/"/g, ''))}`); out.push({ kind: 'Function', name, opts }); }
    else throw new Error('item ' + kind);
  }
  return out;
}
