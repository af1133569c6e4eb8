import { fma, mulAdd } from '../src/kernel/assembly/isa.js'
import { gemm } from '../src/kernel/assembly/gemm.js'
import { encodeModule } from '../src/kernel/assembly/encoding.js'
const kind = process.argv[2]==='fma'?fma:mulAdd
const g=gemm({...kind,every:kind===fma?2:4,tall:kind===fma?6:4} as any);const x:any=new WebAssembly.Instance(new WebAssembly.Module(encodeModule(g.functions,[{name:'g',func:g.gemm}],1000))).exports; new Float32Array(x.memory.buffer).fill(.001)
for (const [m,n,k] of [[2048,512,256],[1024,128,64],[512,256,256],[64,1024,512]] as const){
const A=1<<12,W=A+m*k*4+4096,C=W+n*k*4+4096,fl=2*m*n*k
const bs=[m,m/2,m/4,m/8,m/16,m/32].filter(b=>b>=16).map(Math.ceil); const lo=bs.map(()=>1e9), all=bs.map(()=>[] as number[])
for(let i=0;i<25;i++) bs.forEach((b,j)=>{const t=performance.now();for(let r=0;r<m;r+=b)x.g(A+r*k*4,k*4,W,W,0,C+r*n*4,n*4,b,n,k);const d=performance.now()-t;lo[j]=Math.min(lo[j]!,d);all[j]!.push(d)})
console.log(m,n,k,bs.map((b,j)=>`${b}: ${(fl/lo[j]!/1e6).toFixed(1)} (${(fl/all[j]!.sort((a,b)=>a-b)[12]!/1e6).toFixed(1)})`).join('  '))}
