using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Flows;

/// <summary>Reads one step of a flow, without regard to the others.</summary>
internal static class FlowStepReader
{
    private static readonly FieldNames Fields = new("type", "referrer", "dependsOn", "isSkipped", "exceptionBehavior", "timeout", "retry");

    public static FlowStepDraft Read(DocumentValue value)
    {
        if (value.AsObject(Fields) is not { } step)
        {
            return new FlowStepDraft();
        }

        step.Optional("type")?.MustBe("Integration");
        var referrer = step.Required("referrer");
        var draft = new FlowStepDraft
        {
            Referrer = referrer?.AsResourceId(),
            ReferrerValue = referrer,
            DependsOn = step.Optional("dependsOn") is { } dependsOn ? ReadDependencies(dependsOn) : null,
            IsSkipped = step.Optional("isSkipped")?.AsBoolean() ?? false,
            Timeout = step.Optional("timeout")?.AsDuration(FlowStepInput.MinimumTimeout, FlowStepInput.MaximumTimeout),
            Retry = step.Optional("retry") is { } retry ? StepRetryReader.Read(retry) : null,
        };
        return step.Optional("exceptionBehavior") is { } behavior ? ExceptionBehaviorReader.Apply(behavior, draft) : draft;
    }

    private static List<(string Referrer, DocumentValue Value)>? ReadDependencies(DocumentValue value)
    {
        if (value.AsArray() is not { } items)
        {
            return null;
        }

        var dependencies = new List<(string, DocumentValue)>(items.Count);
        foreach (var item in items)
        {
            if (item.AsResourceId() is { } referrer)
            {
                dependencies.Add((referrer, item));
            }
        }

        return dependencies;
    }
}
