namespace FlowFunctions.Http;

/// <summary>An HTTP function that asks for no key.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TakesAnybodyAttribute : Attribute;
