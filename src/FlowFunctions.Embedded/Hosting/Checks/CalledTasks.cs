using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Hosting.Checks;

/// <summary>
/// Finds where an assembly's code turns a constant into a <see cref="TaskName"/>, which is how orchestrators, activities and clients name
/// what they call. A misspelt name is so found when the application starts, and not in the night when the call is reached. A name that is
/// computed, or kept in a field, is not seen.
/// </summary>
internal static class CalledTasks
{
    /// <summary>The calls that follow a name's conversion; other calls between, that make the input, do not count.</summary>
    private static readonly Dictionary<string, CalledTaskKind> KindsByMethod = new(StringComparer.Ordinal)
    {
        [nameof(TaskOrchestrationContext.CallActivityAsync)] = CalledTaskKind.Activity,
        [nameof(TaskOrchestrationContext.CallSubOrchestratorAsync)] = CalledTaskKind.Orchestrator,
        [nameof(DurableTaskClient.ScheduleNewOrchestrationInstanceAsync)] = CalledTaskKind.Orchestrator,
    };

    public static IReadOnlyList<CalledTask> In(Assembly assembly)
    {
        using var file = File.OpenRead(assembly.Location);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        var called = new List<CalledTask>();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress != 0)
            {
                var body = ILBody.Read(image.GetMethodBody(method.RelativeVirtualAddress).GetILReader());
                called.AddRange(In(metadata, body).Select(found => new CalledTask(found.Name, found.Kind, Describe(metadata, method))));
            }
        }

        return called;
    }

    private static IEnumerable<(string Name, CalledTaskKind? Kind)> In(MetadataReader metadata, IReadOnlyList<ILInstruction> body)
    {
        for (var i = 1; i < body.Count; i++)
        {
            if (body[i - 1].OpCode == OpCodes.Ldstr && IsConversion(metadata, body[i]))
            {
                var name = metadata.GetUserString((UserStringHandle)MetadataTokens.Handle(body[i - 1].Token));
                yield return (name, KindOfNextCall(metadata, body.Skip(i + 1)));
            }
        }
    }

    private static bool IsConversion(MetadataReader metadata, ILInstruction instruction) =>
        (instruction.OpCode == OpCodes.Call || instruction.OpCode == OpCodes.Newobj)
        && MemberOf(metadata, instruction) is { } member
        && metadata.GetString(member.Name) is "op_Implicit" or ".ctor"
        && IsTaskName(metadata, member.Parent);

    private static bool IsTaskName(MetadataReader metadata, EntityHandle parent)
    {
        if (parent.Kind != HandleKind.TypeReference)
        {
            return false;
        }

        var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return metadata.StringComparer.Equals(type.Name, nameof(TaskName)) && metadata.StringComparer.Equals(type.Namespace, typeof(TaskName).Namespace!);
    }

    private static CalledTaskKind? KindOfNextCall(MetadataReader metadata, IEnumerable<ILInstruction> following)
    {
        foreach (var instruction in following)
        {
            if (MemberOf(metadata, instruction) is { } member && KindsByMethod.TryGetValue(metadata.GetString(member.Name), out var kind))
            {
                return kind;
            }
        }

        return null;
    }

    private static MemberReference? MemberOf(MetadataReader metadata, ILInstruction instruction)
    {
        if (instruction.OpCode.OperandType != OperandType.InlineMethod)
        {
            return null;
        }

        var handle = (EntityHandle)MetadataTokens.Handle(instruction.Token);
        if (handle.Kind == HandleKind.MethodSpecification)
        {
            handle = metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method;
        }

        return handle.Kind == HandleKind.MemberReference ? metadata.GetMemberReference((MemberReferenceHandle)handle) : null;
    }

    /// <summary>The method as its author wrote it: an async method's body is in a nested type named &lt;Method&gt;d__1.</summary>
    private static string Describe(MetadataReader metadata, MethodDefinition method)
    {
        var type = metadata.GetTypeDefinition(method.GetDeclaringType());
        var name = metadata.GetString(method.Name);
        while (!type.GetDeclaringType().IsNil)
        {
            var nested = metadata.GetString(type.Name);
            if (nested.StartsWith('<') && nested.IndexOf('>', StringComparison.Ordinal) is > 1 and var end)
            {
                name = nested[1..end];
            }

            type = metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        return $"{metadata.GetString(type.Name)}.{name}";
    }
}
