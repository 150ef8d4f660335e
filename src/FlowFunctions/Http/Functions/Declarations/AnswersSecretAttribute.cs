namespace FlowFunctions.Http;

/// <summary>An HTTP function whose answer is for who asked, once: it is not kept for a repetition, and the function takes no <c>Idempotency-Key</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AnswersSecretAttribute : Attribute;
