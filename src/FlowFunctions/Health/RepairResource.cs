using System.ComponentModel.DataAnnotations;
using FlowFunctions.Http;

namespace FlowFunctions.Health;

/// <summary>What the watchdog has ended or removed that a crash or an outage had left behind.</summary>
/// <param name="Subject">What: `runs`, `schedules`, `notifications`, `secrets`, `uploads`.</param>
/// <param name="Count">How many, by the process that answers, since it started.</param>
[SchemaName("Repair")]
internal sealed record RepairResource([property: MinLength(1)] string Subject, [property: Range(1, long.MaxValue)] long Count);
