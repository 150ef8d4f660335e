using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Flows;

/// <summary>Reads a flow as a client sends it, and checks every rule that needs no other document.</summary>
public static class FlowInputReader
{
    private static readonly FieldNames Fields = new("name", "version", "type", "steps", "timeout", "nuxVisible");

    /// <summary>Never throws, whatever the bytes are; takes time in proportion to their number.</summary>
    /// <param name="utf8Json">A JSON object in UTF-8.</param>
    public static Parsed<FlowInput> Read(ReadOnlyMemory<byte> utf8Json) => DocumentReader.Read(utf8Json, ReadFlow);

    private static FlowInput? ReadFlow(DocumentValue root)
    {
        if (root.AsObject(Fields) is not { } flow)
        {
            return null;
        }

        var name = flow.Required("name")?.AsName(FlowInput.MaximumNameLength);
        flow.Optional("version")?.MustBe("2.0");
        flow.Optional("type")?.MustBe("IntegrationFlow");
        var nuxVisible = flow.Optional("nuxVisible")?.AsBoolean() ?? false;
        var timeout = flow.Optional("timeout")?.AsDuration(FlowInput.MinimumTimeout, FlowInput.MaximumTimeout);
        var steps = flow.Required("steps") is { } value ? ReadSteps(value) : null;

        return name is null || steps is null ? null : new FlowInput { Name = name, NuxVisible = nuxVisible, Timeout = timeout, Steps = steps };
    }

    private static List<FlowStepInput>? ReadSteps(DocumentValue value)
    {
        if (value.AsArray() is not { } items)
        {
            return null;
        }

        var drafts = items.Select(FlowStepReader.Read).ToList();
        FlowStepRules.Check(value, drafts);
        return drafts.TrueForAll(draft => draft.IsReadable) ? drafts.ConvertAll(draft => draft.ToInput()) : null;
    }
}
