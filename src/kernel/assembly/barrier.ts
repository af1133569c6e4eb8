import { branchIf, type Code, i32, type Label, type Local } from './instruction.js'

/**
 * Scheduling barriers: branches that are never taken, since the address is a multiple of 4 and the constant is odd.
 *
 * Node 20's and 22's compiler moves all loads of a straight run of code to its start, and whatever else it can, and then spills them, which
 * halves the speed; it does not move them across a branch at whose target their results are alive. Each branch asks for another
 * constant, or the compiler would merge them. Node 24's compiler keeps the order by itself, and the branches cost it nothing that can be
 * measured.
 */
export const barrier = (address: Local<'i32'>, exit: Label): Code => branchIf(i32.eq(address, i32.nextOdd), exit)
