namespace FlowFunctions.Http;

/// <summary>An HTTP function that asks for no key, but for a code in its body: each address may try a few times a minute.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TakesCodeAttribute : Attribute;
