using System.Reflection;

namespace FlowFunctions.Testing.PublishedApi;

/// <summary>Describes the visible API of a loaded assembly in the notation of the listings.</summary>
public static class ApiReflection
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Every type that code outside of the assembly can name.</summary>
    public static IEnumerable<ApiType> Describe(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return assembly.GetExportedTypes().Select(Describe);
    }

    private static ApiType Describe(Type type)
    {
        var declaration = $"{Kind(type)} {ApiNotation.TypeName(type)}";
        return new ApiType(type.Namespace ?? "", declaration, [.. Bases(type)], [.. Members(type)]);
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { BaseType: { } parent } when parent == typeof(MulticastDelegate) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum || typeof(Delegate).IsAssignableFrom(type))
        {
            return [];
        }

        IEnumerable<Type> parents = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? [parent] : [];
        return parents.Concat(type.GetInterfaces().Where(@interface => @interface.IsPublic)).Select(ApiNotation.TypeName);
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name}={Enum.Format(type, Enum.Parse(type, name), "d")}");
        }

        return type.GetConstructors(Declared).Where(member => !member.IsStatic && IsVisible(member)).Select(ApiNotation.Constructor)
            .Concat(type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily).Select(ApiNotation.Field))
            .Concat(type.GetProperties(Declared).Where(IsWritten).Select(ApiNotation.Property))
            .Concat(type.GetEvents(Declared).Where(member => IsVisible(member.AddMethod!)).Select(member => $"event {member.Name}"))
            .Concat(type.GetMethods(Declared).Where(IsWritten).Select(ApiNotation.Method));
    }

    /// <summary>Accessors belong to their property, operators and a record's clone method are not listed, and an override adds nothing to what its base declares.</summary>
    private static bool IsWritten(MethodInfo method) =>
        IsVisible(method) && !method.IsSpecialName && !method.Name.StartsWith('<') && method.GetBaseDefinition() == method;

    /// <summary>A record's <c>EqualityContract</c> is the compiler's and is not listed.</summary>
    private static bool IsWritten(PropertyInfo property) =>
        property.Name != "EqualityContract"
        && property.GetAccessors(nonPublic: true).Any(accessor => IsVisible(accessor) && accessor.GetBaseDefinition() == accessor);

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;
}
