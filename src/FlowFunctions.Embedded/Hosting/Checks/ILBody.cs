using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace FlowFunctions.Embedded.Hosting.Checks;

/// <summary>Reads the instructions of a method's body, as ECMA-335 partition III encodes them.</summary>
internal static class ILBody
{
    private const int TwoByteMarker = 0xFE;

    private static readonly Dictionary<ushort, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => unchecked((ushort)code.Value));

    /// <exception cref="InvalidDataException">The body holds an operation that does not exist.</exception>
    public static IReadOnlyList<ILInstruction> Read(BlobReader il)
    {
        var instructions = new List<ILInstruction>();
        while (il.RemainingBytes > 0)
        {
            ushort value = il.ReadByte();
            if (value == TwoByteMarker)
            {
                value = (ushort)((TwoByteMarker << 8) | il.ReadByte());
            }

            if (!OpCodesByValue.TryGetValue(value, out var code))
            {
                throw new InvalidDataException($"Unknown operation 0x{value:x} in a method's body.");
            }

            instructions.Add(new(code, ReadOperand(ref il, code.OperandType)));
        }

        return instructions;
    }

    private static int ReadOperand(ref BlobReader il, OperandType type)
    {
        switch (type)
        {
            case OperandType.InlineString or OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok or OperandType.InlineSig:
                return il.ReadInt32();
            case OperandType.InlineNone:
                return 0;
            case OperandType.InlineSwitch:
                var targets = il.ReadInt32();
                il.Offset += targets * sizeof(int);
                return 0;
            default:
                il.Offset += type switch
                {
                    OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                    OperandType.InlineVar => 2,
                    OperandType.InlineI8 or OperandType.InlineR => 8,
                    _ => 4,
                };
                return 0;
        }
    }
}
