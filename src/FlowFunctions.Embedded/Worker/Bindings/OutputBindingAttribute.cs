namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Marks where a function's return value goes. The embedded runtime supports it on methods; start-up refuses it on properties.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public abstract class OutputBindingAttribute : BindingAttribute
{
    public OutputBindingAttribute()
    {
    }
}
