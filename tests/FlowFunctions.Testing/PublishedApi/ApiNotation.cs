using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace FlowFunctions.Testing.PublishedApi;

/// <summary>Writes members the way the listings do.</summary>
internal static class ApiNotation
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(char)] = "char",
        [typeof(byte)] = "byte", [typeof(short)] = "short", [typeof(int)] = "int", [typeof(long)] = "long", [typeof(float)] = "float",
        [typeof(double)] = "double", [typeof(decimal)] = "decimal",
    };

    public static string TypeName(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsByRef)
        {
            return $"ref {TypeName(type.GetElementType()!)}";
        }

        if (type.IsArray)
        {
            return $"{TypeName(type.GetElementType()!)}[]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{TypeName(underlying)}?";
        }

        return type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>"
            : type.Name;
    }

    public static string Constructor(ConstructorInfo constructor)
    {
        var name = constructor.DeclaringType!.Name.Split('`')[0];
        return $"{Access(constructor)} {name}({Parameters(constructor)})";
    }

    public static string Method(MethodInfo method)
    {
        var typeParameters = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(TypeName))}>" : "";
        return $"{Modifiers(method)} {TypeName(method.ReturnType)} {method.Name}{typeParameters}({Parameters(method)})";
    }

    public static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true);
        var widest = accessors.FirstOrDefault(accessor => accessor.IsPublic) ?? accessors.First(accessor => accessor.IsFamily || accessor.IsFamilyOrAssembly);
        var getter = property.GetMethod is { } get && Access(get) == Access(widest) ? "get; " : "";
        var setter = property.SetMethod is { } set && Access(set) == Access(widest) ? (IsInit(set) ? "init; " : "set; ") : "";
        return $"{Modifiers(widest)} {TypeName(property.PropertyType)} {property.Name} {{ {getter}{setter}}}";
    }

    public static string Field(FieldInfo field)
    {
        var access = field.IsPublic ? "public" : "protected";
        return field.IsLiteral
            ? $"{access} const {TypeName(field.FieldType)} {field.Name} = {Value(field.GetRawConstantValue())}"
            : $"{access} {(field.IsStatic ? "static " : "")}{TypeName(field.FieldType)} {field.Name}";
    }

    private static string Parameters(MethodBase method)
    {
        var parameters = method.GetParameters().Select(Parameter);
        var self = method.IsDefined(typeof(ExtensionAttribute), inherit: false) ? "this " : "";
        return self + string.Join(", ", parameters);
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var rest = parameter.IsDefined(typeof(ParamArrayAttribute), inherit: false) ? "params " : "";
        var value = parameter.HasDefaultValue ? $" = {Value(parameter.RawDefaultValue)}" : "";
        return $"{rest}{TypeName(parameter.ParameterType)} {parameter.Name}{value}";
    }

    private static string Value(object? value) => value is null ? "default" : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static string Modifiers(MethodInfo method)
    {
        var kind = method switch
        {
            { IsStatic: true } => " static",
            { IsAbstract: true } => " abstract",
            { IsVirtual: true, IsFinal: false } => method.GetBaseDefinition() == method ? " virtual" : " override",
            _ => "",
        };
        return Access(method) + kind;
    }

    private static string Access(MethodBase method) => method switch
    {
        { IsPublic: true } => "public",
        { IsFamily: true } or { IsFamilyOrAssembly: true } => "protected",
        _ => "private",
    };

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.FullName == typeof(IsExternalInit).FullName);
}
