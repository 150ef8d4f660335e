namespace FlowFunctions.Core.Notifications;

/// <summary>Which ends of runs a user is told about.</summary>
public enum NotificationType
{
    /// <summary>Everything was done.</summary>
    Success,

    /// <summary>Part of the work was done: partial successes, or failures that the flow was told to continue after.</summary>
    PartialFailure,

    /// <summary>The run failed, was stopped or cancelled, or ran out of time.</summary>
    FullFailure,
}
