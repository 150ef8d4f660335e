using System.Collections;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Tests.Api;

/// <summary>The features of an invocation, with the worker's bindings, whose interface is internal, made when they are asked for.</summary>
internal sealed class HostedFeatures : IInvocationFeatures
{
    private readonly Dictionary<Type, object> _features = [];

    public void Set<T>(T instance) => _features[typeof(T)] = instance!;

    public T? Get<T>()
    {
        if (!_features.TryGetValue(typeof(T), out var feature) && BindingsOfInvocation.IsFeature(typeof(T)))
        {
            _features[typeof(T)] = feature = BindingsOfInvocation.Create(typeof(T));
        }

        return (T?)feature;
    }

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _features.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
