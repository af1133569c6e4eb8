import { wasmEngine } from '../src/kernel/engine.js'
const e=(wasmEngine('fma')??wasmEngine('mul-add'))!
const T=4,B=2,I=5,H=3
const w=[new Float32Array(15).fill(.1),new Float32Array(9).fill(.1),new Float32Array(3),new Float32Array(3)]
const p:any=e.pack({kind:'tanh',inputSize:I,hiddenSize:H,numLayers:1,directions:1,bias:true},w)
const call={input:new Float32Array(40).fill(.2),time:4,batch:2,batchFirst:false,hidden:undefined,masks:undefined}
const bench=(n:string,f:()=>unknown)=>{let lo=1e9;for(let i=0;i<200;i++){const t=performance.now();for(let j=0;j<2000;j++)f();lo=Math.min(lo,performance.now()-t)}console.log(n,(lo*1e6/2000).toFixed(0),'ns')}
const W=p.residence.block.address,L=p.layout[0]; const at=100000
const heap=e.arena.floats, inp=call.input
let sink:any
bench('forward',()=>e.forward(p,call))
bench('elman tiny',()=>e.exports.f32_elman(at,W+L.wIh,W+L.wHh,W+L.bias,at+256,at+512,at+1024,12,at+1024,24,12,4,2,5,3,0))
bench('elman 1 step',()=>e.exports.f32_elman(at,W+L.wIh,W+L.wHh,W+L.bias,at+256,at+512,at+1024,12,at+1024,24,12,1,1,1,1,0))
bench('gemm 8x3x5',()=>e.exports.f32_gemm(at,20,W+L.wIh,W+L.bias,0,at+1024,12,8,3,5))
bench('gemm 2x3x3',()=>e.exports.f32_gemm(at,20,W+L.wIh,W+L.bias,0,at+1024,12,2,3,3))
bench('tanh 6',()=>e.exports.f32_tanh(at,6))
bench('tanh 32',()=>e.exports.f32_tanh(at,32))
bench('tanh 1024',()=>e.exports.f32_tanh(at,1024))
bench('relu 1',()=>e.exports.f32_relu(at,1))
bench('copy in 40 loop',()=>{for(let i=0;i<40;i++)heap[25000+i]=inp[i]!})
bench('copy in 40 set',()=>heap.set(inp,25000))
bench('new F32 24',()=>{sink=new Float32Array(24)})
bench('new F32 6',()=>{sink=new Float32Array(6)})
bench('new F32 16',()=>{sink=new Float32Array(16)})
bench('slice 24',()=>{sink=heap.slice(1000,1024)})
bench('slice 1024',()=>{sink=heap.slice(1000,2024)})
bench('fill 6',()=>heap.fill(0,1000,1006))
const ab=heap.buffer
bench('AB slice 96',()=>{sink=new Float32Array(ab.slice(4000,4096))})
bench('new F32(AB 96)',()=>{sink=new Float32Array(new ArrayBuffer(96))})
