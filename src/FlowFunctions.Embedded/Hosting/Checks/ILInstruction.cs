using System.Reflection.Emit;

namespace FlowFunctions.Embedded.Hosting.Checks;

/// <summary>One instruction of a method's body.</summary>
/// <param name="OpCode">The operation.</param>
/// <param name="Token">The metadata token that the instruction refers to; 0 for an instruction without one.</param>
internal sealed record ILInstruction(OpCode OpCode, int Token);
