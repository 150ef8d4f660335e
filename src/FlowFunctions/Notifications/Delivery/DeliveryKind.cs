namespace FlowFunctions.Notifications.Delivery;

/// <summary>How a message reaches one of those that it is for.</summary>
public enum DeliveryKind
{
    /// <summary>Into a user's feed.</summary>
    Feed,

    /// <summary>To a user's mail address.</summary>
    Mail,

    /// <summary>To a webhook.</summary>
    Webhook,
}
