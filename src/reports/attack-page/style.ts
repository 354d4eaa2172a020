/** The style of the page of ways in: light and dark, from 360 pixels up, on paper too, and nothing from the network. */

/** Text reaches 4.5:1 against its ground in both schemes (WCAG 2.2, 1.4.3); what a wall is stands in words, never only in its look. */
export const style = `
:root{color-scheme:light dark;--ground:#fbfbfa;--card:#fff;--ink:#1c2024;--soft:#5b6470;--line:#d9dce0;--accent:#0b5cad;--good:#18713a;--bad:#b3261e;--doubt:#8a5300;--code:#f2f3f5;--stone:#4a5460}
@media (prefers-color-scheme:dark){:root{--ground:#14171a;--card:#1b1f23;--ink:#e6e8ea;--soft:#a2abb5;--line:#353c43;--accent:#7db8ff;--good:#6fcf8e;--bad:#ff9a8f;--doubt:#f2bd62;--code:#23282d;--stone:#aab4be}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
body>header,.desk,body>footer,body>main{max-width:78rem;margin:0 auto;padding:0 1rem}
body>header{padding-top:1.75rem;padding-bottom:.5rem}
h1{font-size:1.6rem;line-height:1.2;margin:0 0 .25rem;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:1.2rem;line-height:1.3;margin:.1rem 0 .3rem;overflow-wrap:anywhere}
p{margin:.25rem 0;overflow-wrap:anywhere}
a{color:var(--accent)}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:1}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
h2:focus,main:focus{outline:none}
.soft{color:var(--soft)}
.partial,.note{border-left:4px solid var(--doubt);background:var(--card);padding:.5rem 1rem;margin:.75rem 0}
.note{border-color:var(--accent)}
.partial ul{margin:.25rem 0;padding-left:1.2rem;overflow-wrap:anywhere}
code,pre{font:.85em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code{overflow-wrap:anywhere}
pre{background:var(--code);border-radius:.4rem;padding:.6rem .8rem;overflow:auto;margin:.4rem 0;max-height:24rem}
.depth{display:inline-block;font-weight:600;font-size:.85rem;padding:0 .5rem;border-radius:.3rem;border:1px solid currentcolor;color:var(--good);white-space:nowrap}
.depth.open{color:var(--bad)}
.filter{display:flex;flex-direction:column;gap:.5rem;margin:0 0 .75rem}
.filter label{display:flex;flex-direction:column;font-size:.85rem;color:var(--soft)}
.filter .check{flex-direction:row;gap:.5rem;align-items:center}
.filter input[type=search],.filter select{font:inherit;font-size:1rem;color:var(--ink);background:var(--card);border:1px solid var(--soft);border-radius:.4rem;padding:.35rem .6rem;width:100%}
.ways{list-style:none;margin:0;padding:0;border:1px solid var(--line);border-radius:.6rem;background:var(--card);overflow:hidden}
.ways li+li{border-top:1px solid var(--line)}
.ways a{display:block;padding:.5rem .75rem;color:inherit;text-decoration:none;overflow-wrap:anywhere;border-left:4px solid transparent}
.ways a:hover{background:var(--code)}
.ways a:focus-visible{outline-offset:-3px}
.ways a[aria-current]{background:var(--code);border-left-color:var(--accent)}
.ways .to{font-weight:600}
.ways .to,.ways .soft{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}
.ways a .depth{float:right;margin-left:.5rem}
.ways .soft{font-size:.85rem}
.way{padding:0 0 2rem}
.way+.way{border-top:1px solid var(--line);padding-top:1.5rem}
.live .way+.way{border-top:0;padding-top:0}
.flow{list-style:none;margin:1rem 0;padding:0}
.place{background:var(--card);border:2px solid var(--stone);border-radius:.6rem;padding:.5rem .9rem;display:flex;flex-direction:column;overflow-wrap:anywhere}
.place .kind{font-size:.75rem;letter-spacing:.04em;color:var(--soft)}
.place code{color:var(--soft);font-size:.8rem}
.place.begin{border-style:dashed}
.place.end{border-color:var(--bad);border-width:3px}
.move{position:relative;padding:.6rem 0 1rem 3.25rem}
.move::before{content:"";position:absolute;left:1.4rem;top:0;bottom:.55rem;border-left:3px solid var(--stone)}
.move::after{content:"";position:absolute;left:calc(1.4rem - 5px);bottom:0;border:6.5px solid transparent;border-bottom:0;border-top:10px solid var(--stone)}
.does{font-weight:600}
.grant{font-size:.95rem}
.walls{list-style:none;margin:.5rem 0 0;padding:0;display:grid;gap:.6rem}
.wall{position:relative;min-height:1.7rem;font-size:.925rem}
.wall .bar{position:absolute;left:-3.25rem;top:.25rem;width:2.95rem;height:1rem;border-radius:2px}
.wall.enforced .bar{background:var(--stone);border:2px solid var(--stone)}
.wall.declared .bar{background:repeating-linear-gradient(135deg,var(--stone) 0 3px,var(--card) 3px 7px);border:2px solid var(--stone)}
.wall.unknown .bar,.wall.missing .bar{border:2px dashed var(--bad);border-width:2px 0;background:linear-gradient(90deg,var(--bad) 0 .35rem,transparent .35rem 2.6rem,var(--bad) 2.6rem)}
.wall.unknown .bar{border-color:var(--doubt);background:linear-gradient(90deg,var(--doubt) 0 .35rem,transparent .35rem 2.6rem,var(--doubt) 2.6rem)}
.layer{font-weight:600}
.state{margin-left:.5rem;color:var(--good)}
.missing>.state{color:var(--bad)}.unknown>.state{color:var(--doubt)}
.wall ul{margin:.15rem 0 0;padding-left:1.1rem;overflow-wrap:anywhere}
.wall code{color:var(--soft)}
details{margin:.1rem 0 .3rem}
summary{cursor:pointer;color:var(--accent);width:max-content;max-width:100%}
.turn{display:flex;justify-content:space-between;gap:1rem;flex-wrap:wrap}
body>footer{padding-top:1rem;padding-bottom:2.5rem;font-size:.875rem;color:var(--soft)}
[hidden]{display:none!important}
@media (min-width:55rem){.desk{display:grid;grid-template-columns:21rem minmax(0,1fr);gap:2rem;align-items:start}
.live nav{position:sticky;top:0;max-height:100vh;display:flex;flex-direction:column;padding:.75rem 0}.live .ways{overflow:auto}
.place{max-width:38rem}.move{max-width:44rem}}
@media (max-width:54.99rem){.live .ways{max-height:16rem;overflow:auto}nav{margin-bottom:1.5rem}}
@media print{:root{--ground:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--stone:#333;--bad:#900;--good:#050;--doubt:#640}body{font-size:10.5pt}
.filter,.skip,.turn{display:none}.desk{display:block}.ways{max-height:none!important;overflow:visible}.place,.wall{break-inside:avoid}.move{break-after:avoid}
pre{white-space:pre-wrap;max-height:none}.bar{print-color-adjust:exact;-webkit-print-color-adjust:exact}nav{margin-bottom:1rem}}
`;
