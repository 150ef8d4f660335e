using System.Diagnostics.Metrics;
using FlowFunctions.Telemetry;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>How long steps wait for their models. Thread-safe.</summary>
public sealed class ModelQueueMetrics
{
    private readonly Histogram<double> _wait;

    public ModelQueueMetrics(IMeterFactory meters)
    {
#pragma warning disable CA2000 // The factory owns its meters, and disposes them.
        _wait = FlowMeter.Of(meters).CreateSeconds("flow.model.queue.wait", "How long a step waited until its model was free for it.", FlowMeter.Waits);
#pragma warning restore CA2000
    }

    /// <summary>A step got its turn on a model that runs a few at a time.</summary>
    /// <param name="modelId">Id of the Anaplan model.</param>
    /// <param name="wait">From when the step was ready for its target.</param>
    public void Waited(string modelId, TimeSpan wait)
    {
        if (_wait.Enabled)
        {
            _wait.Record(wait.TotalSeconds, new KeyValuePair<string, object?>(FlowAttributes.ModelId, modelId));
        }
    }
}
