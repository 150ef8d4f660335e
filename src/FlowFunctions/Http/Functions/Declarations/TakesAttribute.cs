using FlowFunctions.Security;

namespace FlowFunctions.Http;

/// <summary>The least role that may call an HTTP function. One that has neither this nor <see cref="TakesAnybodyAttribute"/> is refused to everybody.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TakesAttribute(Role role) : Attribute
{
    public Role Role => role;
}
