using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Core.Flows;

/// <summary>Reads a step's <c>exceptionBehavior</c>: at most one strategy per kind of outcome; a kind that is left out keeps its default.</summary>
internal static class ExceptionBehaviorReader
{
    private static readonly FieldNames Fields = new("type", "strategy");

    public static FlowStepDraft Apply(DocumentValue value, FlowStepDraft draft)
    {
        var given = new HashSet<StepOutcomeKind>();
        foreach (var item in value.AsArray() ?? [])
        {
            if (item.AsObject(Fields) is not { } entry)
            {
                continue;
            }

            var type = entry.Required("type");
            var kind = type?.AsOneOf(("failure", StepOutcomeKind.Failure), ("partial_success", StepOutcomeKind.PartialSuccess));
            var strategy = entry.Required("strategy")?.AsOneOf(("stop", ExceptionStrategy.Stop), ("continue", ExceptionStrategy.Continue));
            if (kind is { } known && !given.Add(known))
            {
                type?.Refuse("The strategy for this type is given more than once.");
            }

            draft = (kind, strategy) switch
            {
                (StepOutcomeKind.Failure, { } chosen) => draft with { OnFailure = chosen },
                (StepOutcomeKind.PartialSuccess, { } chosen) => draft with { OnPartialSuccess = chosen },
                _ => draft,
            };
        }

        return draft;
    }
}
