namespace FlowFunctions.Http;

/// <summary>An HTTP function that asks for no key, but for a code in its body: an address that sends wrong ones is slowed down.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TakesCodeAttribute : Attribute;
