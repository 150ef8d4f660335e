namespace FlowFunctions.Notifications.Delivery;

/// <summary>A message could not be handed over. The message says why, and has no address and no secret in it.</summary>
public sealed class DeliveryFailedException(string message, Exception? innerException = null) : Exception(message, innerException);
