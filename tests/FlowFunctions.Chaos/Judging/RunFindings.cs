using FlowFunctions.Chaos.Flows;

namespace FlowFunctions.Chaos.Judging;

/// <summary>What is found about one run, each with what the run says of itself.</summary>
internal sealed class RunFindings(FlowShape flow, RunSeen seen)
{
    private readonly List<Finding> _all = [];

    public IReadOnlyList<Finding> All => _all;

    public void Expect(bool isSo, FindingKind kind, string otherwise)
    {
        if (!isSo)
        {
            _all.Add(new(kind, Told(otherwise)));
        }
    }

    private string Told(string what) =>
        $"Run {seen.Id} of {flow.Name} {what}; it says '{seen.Message}' ({seen.ErrorCode}), its steps {string.Join(", ", seen.Steps.Select(step => step.Status))}, from {seen.StartedAt:0.0} s to {seen.EndedAt:0.0} s.";
}
