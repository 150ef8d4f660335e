namespace FlowFunctions.Testing;

/// <summary>The tests of a class take more than about 20 s, most of it waiting: they start before the others, so that none of them is left alone at the end.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TakesLongAttribute : Attribute;
