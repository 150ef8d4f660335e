using FlowFunctions.Embedded.Engine.History;
using FlowFunctions.Embedded.Engine.Instances;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Embedded.Engine;

/// <summary>Instances as clients see them.</summary>
internal static class InstanceView
{
    public static OrchestrationMetadata Of(InstanceState state, bool withPayloads, DataConverter converter) =>
        new(state.Record.Name, state.Record.InstanceId)
        {
            RuntimeStatus = state.Status,
            CreatedAt = new DateTimeOffset(state.Record.CreatedAt, TimeSpan.Zero),
            LastUpdatedAt = new DateTimeOffset(state.UpdatedAt, TimeSpan.Zero),
            SerializedInput = withPayloads ? state.Record.Input : null,
            SerializedCustomStatus = withPayloads ? state.CustomStatus : null,
            Tags = state.Record.Tags,
            DataConverter = withPayloads ? converter : null,
        };

    public static OrchestrationMetadata Of(EndedRecord record, bool withPayloads, DataConverter converter) =>
        new(record.Name, record.InstanceId)
        {
            RuntimeStatus = record.Status,
            CreatedAt = new DateTimeOffset(record.CreatedAt, TimeSpan.Zero),
            LastUpdatedAt = new DateTimeOffset(record.EndedAt, TimeSpan.Zero),
            SerializedInput = withPayloads ? record.Input : null,
            SerializedOutput = withPayloads ? record.Output : null,
            SerializedCustomStatus = withPayloads ? record.CustomStatus : null,
            FailureDetails = withPayloads ? record.Failure?.ToDetails() : null,
            Tags = record.Tags,
            DataConverter = withPayloads ? converter : null,
        };
}
