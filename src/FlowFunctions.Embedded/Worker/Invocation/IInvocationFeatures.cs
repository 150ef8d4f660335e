namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the runtime and middleware attach to an invocation, by type.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    void Set<T>(T instance);

    /// <summary>Null where nothing of this type was set.</summary>
    T? Get<T>();
}
