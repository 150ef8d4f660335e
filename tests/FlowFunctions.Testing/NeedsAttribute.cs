using Xunit;
using Xunit.v3;

namespace FlowFunctions.Testing;

/// <summary>
/// Says what the tests of a class need beside their own process, as the trait <c>Needs</c>. A class without it needs nothing: the emulator and the application are
/// refused to it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsAttribute(Need need) : Attribute, ITraitAttribute
{
    private const string Trait = "Needs";

    public Need Need { get; } = need;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new(Trait, Need.ToString())];

    /// <summary>Called by what gives a test the emulator or the application.</summary>
    /// <exception cref="InvalidOperationException">The class of the test that runs has not said that it needs this much.</exception>
    public static void Demand(Need need)
    {
        if (TestContext.Current.TestClass is { } asking
            && !(asking.Traits.TryGetValue(Trait, out var said) && said.Any(value => Enum.Parse<Need>(value) >= need)))
        {
            throw new InvalidOperationException($"{asking.TestClassName} needs more than it says: put [Needs(Need.{need})] on it.");
        }
    }
}
