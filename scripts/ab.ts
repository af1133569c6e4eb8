import { fma, mulAdd } from '../src/kernel/assembly/isa.js'
import { gemm } from '../src/kernel/assembly/gemm.js'
import { encodeModule } from '../src/kernel/assembly/encoding.js'
const kind = process.argv[2]==='fma'?fma:mulAdd
const variants=(process.argv[3]??'1,2,3,4,6,99').split(',').map(Number)
const mods=variants.map(v=>{const g=gemm({...kind,every:Math.floor(v)%10,tall:v>=10?Math.floor(v/10):undefined} as any);const x:any=new WebAssembly.Instance(new WebAssembly.Module(encodeModule(g.functions,[{name:'g',func:g.gemm}],1000))).exports; new Float32Array(x.memory.buffer).fill(.001); return x})
const shapes=[[2048,512,256],[32,512,512],[16,128,128],[8,128,256],[5,128,128],[6,128,128],[4,128,128],[3,128,128],[2,128,128],[1,128,128],[1,512,512],[1,1024,1024]]
const shapesSel=process.argv[4]?process.argv[4].split(';').map(s=>s.split('x').map(Number)):shapes
const A=1<<12
for(const [m,n,k] of shapesSel as number[][]){ const fl=2*m!*n!*k!; const reps=Math.max(1,Math.round(4e6/fl)); const lo=mods.map(()=>1e9), all=mods.map(()=>[] as number[])
 const W=A+m!*k!*4+4096, C=W+Math.ceil(n!/8)*8*k!*4+4096
 const N=fl>1e8?12:250
 for(let i=0;i<N;i++) mods.forEach((x,j)=>{const t=performance.now();for(let r=0;r<reps;r++)x.g(A,k!*4,W,W,0,C,n!*4,m,n,k);const d=(performance.now()-t)/reps;lo[j]=Math.min(lo[j]!,d);all[j]!.push(d)})
 console.log(`${m}x${n}x${k}`.padEnd(14),variants.map((v,j)=>`${v}: ${(fl/lo[j]!/1e6).toFixed(1)} (${(fl/all[j]!.sort((a,b)=>a-b)[all[j]!.length>>1]!/1e6).toFixed(1)})`).join('  '))
}
