/** The style of the HTML report: light and dark, on paper too, and nothing from the network. */

/** Text reaches 4.5:1 against its ground in both schemes (WCAG 2.2, 1.4.3); severity is a word, never only a colour. */
export const style = `
:root{color-scheme:light dark;--ground:#fbfbfa;--card:#fff;--ink:#1c2024;--soft:#5b6470;--line:#e3e5e8;--accent:#0b5cad;--good:#18713a;
--stone:#56606b;
--critical:#8e0b2f;--high:#b3261e;--medium:#8a5300;--low:#0b5cad;--info:#5b6470;--code:#f2f3f5}
@media (prefers-color-scheme:dark){:root{--ground:#14171a;--card:#1b1f23;--ink:#e6e8ea;--soft:#a2abb5;--line:#2f353b;--accent:#7db8ff;--good:#6fcf8e;--stone:#98a3ae;
--critical:#ff8fab;--high:#ff9a8f;--medium:#f2bd62;--low:#7db8ff;--info:#a2abb5;--code:#23282d}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
header,main,footer{max-width:68rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:2.5rem}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .25rem;letter-spacing:-.01em}
h2{font-size:1.15rem;margin:2.5rem 0 .75rem}
.groups h2,h3{font-size:1rem;margin:0 0 .25rem;overflow-wrap:anywhere}
p{margin:.25rem 0}
a{color:var(--accent)}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:1}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.soft{color:var(--soft)}
.partial{border-left:4px solid var(--medium);background:var(--card);padding:.5rem 1rem;margin:1rem 0}
.groups{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem;padding:0;margin:1.5rem 0 0;list-style:none}
.groups li,.rule{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem}
.groups dl{display:flex;gap:1.25rem;margin:.5rem 0 0}
.groups dt{font-size:.8rem;color:var(--soft)}
.groups div{display:flex;flex-direction:column-reverse}
.groups dd{margin:0;font-size:1.5rem;line-height:1.1;font-variant-numeric:tabular-nums}
.groups .good.some dd{color:var(--good)}.groups .fix.some dd{color:var(--high)}.groups .unknown.some dd{color:var(--medium)}
.lead{font-size:1.1rem}
.parts{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:1rem 0 0}
.walls{border-collapse:collapse;width:100%}
.walls th,.walls td{text-align:left;font-weight:400;padding:.5rem 1.25rem .5rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere;vertical-align:middle}
.walls .cell,.walls .group{width:9%;padding:.4rem 0;text-align:center}
.walls .group{overflow-wrap:normal;font-size:.75rem}
.cell{position:relative}
.cell .bar{position:relative;display:block;width:1.5rem;height:2rem;margin:0 auto;border-radius:2px}
.cell.solid .bar{background:var(--stone);border:2px solid var(--stone)}
.cell.hatched .bar{background:repeating-linear-gradient(135deg,var(--stone) 0 3px,var(--card) 3px 7px);border:2px solid var(--stone)}
.cell.gap .bar{border:2px dashed var(--line)}
.cell.gap::before{content:"";position:absolute;left:0;right:0;top:calc(.4rem + 1rem);border-top:2px solid var(--high)}
.cell .word{font-size:.75rem;color:var(--soft)}
.key{display:flex;flex-wrap:wrap;gap:.4rem .5rem;align-items:center;font-size:.875rem;margin-top:.75rem}
.key .cell{width:2rem}.key .cell .bar{height:1.1rem}.key .cell.gap::before{top:.55rem}
.walls thead th{font-size:.8rem;color:var(--soft)}
.walls .depth{font-weight:600;color:var(--good)}.walls .open .depth{color:var(--high)}.walls .none .depth{color:var(--soft);font-weight:400}
.fixes{padding-left:1.4rem;margin:0}.fixes li{margin:.35rem 0}
.filter label{display:flex;gap:.5rem;align-items:center}
.filter{display:flex;flex-wrap:wrap;gap:.75rem 1rem;align-items:center;margin:0 0 .75rem}
.filter input,.filter select{font:inherit;color:inherit;background:var(--card);border:1px solid var(--soft);border-radius:.4rem;padding:.4rem .7rem}
.filter input{width:min(24rem,100%)}
.findings{list-style:none;margin:0;padding:0;border:1px solid var(--line);border-radius:.6rem;background:var(--card)}
.findings>li+li{border-top:1px solid var(--line)}
.findings>li{content-visibility:auto;contain-intrinsic-size:auto 4.5rem}
summary{position:relative;display:grid;grid-template-columns:5rem 1fr;gap:0 1rem;padding:.7rem 2rem .7rem 1rem;cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
summary::after{content:"›";position:absolute;right:1rem;top:.7rem;color:var(--soft)}
details[open]>summary::after{transform:rotate(90deg)}
summary:hover{background:var(--code)}
.severity{font-weight:600;font-size:.85rem;padding-top:.1rem}
.critical{color:var(--critical)}.high{color:var(--high)}.medium{color:var(--medium)}.low{color:var(--low)}.info{color:var(--info)}
.message{overflow-wrap:anywhere}
.place{grid-column:2;color:var(--soft);font-size:.875rem;overflow-wrap:anywhere}
.more{padding:0 1rem 1rem 7rem;font-size:.925rem}
.more dl,.rule dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:.25rem 0}
.more dt,.rule dt{color:var(--soft)}.more dd,.rule dd{margin:0;overflow-wrap:anywhere;min-width:0}
code{overflow-wrap:anywhere}
code,pre{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre,.commands code{background:var(--code);border-radius:.4rem}
pre{padding:.75rem 1rem;overflow:auto;margin:.5rem 0}
.commands code{padding:.1rem .4rem}
.plain{padding-left:1.2rem}.plain li{margin:.25rem 0;overflow-wrap:anywhere}
.phase,.way{background:var(--card);border:1px solid var(--line);border-radius:.6rem}
.phase{margin:.6rem 0}.way{margin:.6rem 0}
.phase>summary{grid-template-columns:7.5rem 1fr}.way>summary{grid-template-columns:9rem 1fr}
.phase>summary h3{margin:0}
.when{white-space:nowrap;font-weight:600;color:var(--soft)}
.state{font-weight:600}.state.done,.state.accepted{color:var(--good)}.state.partly,.state.cannot-tell{color:var(--medium)}.state.not-begun,.state.open{color:var(--high)}
.depth{font-weight:600;color:var(--good)}.depth.bad{color:var(--high)}
.actions,.moves{padding:0 1rem 1rem}
.moves{padding-left:2.5rem;margin:0;scroll-margin-top:5rem}.moves li{margin:.5rem 0;overflow-wrap:anywhere}
.moves .stands{color:var(--good);font-weight:600}.moves .missing{color:var(--high);font-weight:600}
.action{border-top:1px solid var(--line);padding:.75rem 0}
h4{font-size:1rem;margin:0;overflow-wrap:anywhere}
progress{width:8rem;height:.6rem;vertical-align:middle;accent-color:var(--good)}
.items{list-style:none;padding:0;margin:.5rem 0;font-size:.925rem}
.items li{display:grid;grid-template-columns:5.5rem 1fr;gap:0 .75rem;margin:.2rem 0;overflow-wrap:anywhere}
.items .state{font-size:.85rem}
.met>summary{display:inline-block;padding:.2rem 1.5rem .2rem 0;color:var(--good);font-size:.9rem}.met>summary::after{right:.5rem;top:.2rem}
.note{border-left:3px solid var(--line);padding-left:.75rem;color:var(--soft);font-size:.925rem}
.rules{display:grid;gap:1rem}
footer{padding-top:2rem;padding-bottom:3rem;font-size:.875rem;color:var(--soft);overflow-wrap:anywhere}
[hidden]{display:none!important}
@media (max-width:40rem){header,main,footer{padding-left:1rem;padding-right:1rem}
summary,.phase>summary,.way>summary{grid-template-columns:1fr}.place{grid-column:1}.more{padding-left:1rem}.more dl,.rule dl,.items li{grid-template-columns:1fr}
.walls thead{position:absolute;clip-path:inset(50%)}.walls,.walls tbody{display:block}
.walls tr{display:grid;grid-template-columns:repeat(5,1fr);padding:.6rem 0;border-bottom:1px solid var(--line)}
.walls th,.walls td{border:0;padding:.1rem 0}.walls tbody th,.walls .walls-of,.walls td.none{grid-column:1/-1}.walls .cell{width:auto}
.walls .cell::after{content:attr(data-group);display:block;font-size:.7rem;color:var(--soft)}.walls .cell.gap::before{top:1.1rem}}
@media print{:root{--ground:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--stone:#333}body{font-size:11pt}.filter,.skip,.parts{display:none}
.bar{print-color-adjust:exact;-webkit-print-color-adjust:exact}.action,.walls tr,.moves li{break-inside:avoid}
.findings>li,.rule{break-inside:avoid;content-visibility:visible}pre{white-space:pre-wrap}}
`;
