using FlowFunctions.Steps;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>One of the things that a step does with a model, one after the other. Jobs are named by their place in <see cref="AnaplanWork.Jobs"/>.</summary>
internal abstract record ModelOperation
{
    private ModelOperation()
    {
    }

    /// <summary>Begins to write where an export goes, before the export runs: a place that may not be written to costs the model nothing.</summary>
    internal sealed record OpenTarget(int Job) : ModelOperation;

    /// <summary>Brings a job's source into the file that its import reads.</summary>
    internal sealed record Upload(int Job) : ModelOperation;

    /// <summary>Runs an action as a task, and waits for its end.</summary>
    internal sealed record RunTask(string ActionId) : ModelOperation;

    /// <summary>Brings an export's file to where it goes.</summary>
    internal sealed record Download(int Job) : ModelOperation;
}
