using FlowFunctions.Core.Notifications;
using FlowFunctions.Core.Runs;
using FlowFunctions.Notifications.Delivery;
using FlowFunctions.Tests.Runs;

namespace FlowFunctions.Tests.Notifications;

/// <summary>Messages about a flow run that was stopped.</summary>
internal static class Messages
{
    public static NotificationMessage To(params string[] users) => new()
    {
        Id = NotificationOutbox.IdOf(RunInputs.RunId),
        Users = users,
        Channels = [NotificationChannel.InApp],
        Webhooks = [],
        Notice = new()
        {
            Type = NotificationType.FullFailure,
            IsFlow = true,
            OwnerId = RunInputs.FlowId,
            OwnerName = "Nightly load",
            RunId = RunInputs.RunId,
            Success = false,
            Message = "Stopped at step 'Load <sales>': no rows & no columns",
            ErrorCode = 42,
            TriggeredBy = "ann",
            TriggerSource = "scheduled",
            StartDate = RunInputs.Start,
            EndDate = RunInputs.Start.AddMinutes(3),
            FailedSteps = [new("Load <sales>", StepStatus.Failure, "no rows & no columns", 42)],
        },
    };

    public static NotificationMessage Over(this NotificationMessage message, params NotificationChannel[] channels) => message with { Channels = channels };

    public static NotificationMessage Through(this NotificationMessage message, params string[] webhooks) => message with { Webhooks = webhooks };
}
