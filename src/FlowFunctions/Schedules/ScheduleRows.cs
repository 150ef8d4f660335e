using System.Globalization;
using Azure.Data.Tables;
using FlowFunctions.Storage;

namespace FlowFunctions.Schedules;

/// <summary>
/// The rows of table <c>Schedules</c>, all in one partition, so that those that belong together change in one transaction:
/// <list type="bullet">
/// <item><c>schedule-{owner}</c>: a schedule;</item>
/// <item><c>due-{time}-{owner}</c>: when it is due next, so that all that is due is a range of keys;</item>
/// <item><c>run-{run}</c>: a <see cref="PendingRun"/>.</item>
/// </list>
/// </summary>
internal static class ScheduleRows
{
    public const string Partition = "schedules";

    private const string SchedulePrefix = "schedule-";
    private const string BehindSchedules = "schedule.";
    private const string DuePrefix = "due-";
    private const string PendingPrefix = "run-";
    private const string BehindPending = "run.";
    private const string ContentProperty = "Document";
    private const string OwnerProperty = "OwnerId";

    /// <summary>Of schedules.</summary>
    public static string All => TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {SchedulePrefix} and RowKey lt {BehindSchedules}");

    public static string AllPending => TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {PendingPrefix} and RowKey lt {BehindPending}");

    public static string KeyOf(string ownerId) => SchedulePrefix + ownerId;

    public static string Between(string firstOwner, string lastOwner) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {KeyOf(firstOwner)} and RowKey le {KeyOf(lastOwner)}");

    /// <summary>Due at <paramref name="now"/> or before.</summary>
    public static string DueUntil(DateTime now) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {DuePrefix} and RowKey lt {DuePrefix + TimeKey(now.AddSeconds(1))}");

    public static TableEntity OfSchedule(ScheduleDocument schedule)
    {
        var row = new TableEntity(Partition, KeyOf(schedule.OwnerId));
        row.WriteJson(ContentProperty, schedule);
        return row;
    }

    public static ScheduleDocument ToSchedule(TableEntity row) =>
        row.ReadJson<ScheduleDocument>(ContentProperty) with { ETag = row.ETag };

    /// <summary>Of a schedule's row, by its key.</summary>
    public static string OwnerOfSchedule(TableEntity row) => row.RowKey[SchedulePrefix.Length..];

    public static TableEntity OfDue(string ownerId, DateTime dueAt) =>
        new(Partition, $"{DuePrefix}{TimeKey(dueAt)}-{ownerId}") { [OwnerProperty] = ownerId };

    public static string OwnerOf(TableEntity dueRow) => dueRow.GetString(OwnerProperty);

    public static TableEntity OfPending(PendingRun pending)
    {
        var row = new TableEntity(Partition, PendingPrefix + (pending.Run?.RunId ?? pending.Missed!.RunId));
        row.WriteJson(ContentProperty, pending);
        return row;
    }

    public static PendingRun ToPending(TableEntity row) =>
        row.ReadJson<PendingRun>(ContentProperty) with { Key = row.RowKey };

    private static string TimeKey(DateTime time) => time.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
}
