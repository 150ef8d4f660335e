using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using FlowFunctions.Core.Documents;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.Settings;

/// <summary>
/// What a setting may hold, read off the class that it is bound to: one value, or a section with names of its own. Compared with a configuration it finds all that the
/// binder would take no notice of, and all that it would throw at, one after the other.
/// </summary>
internal sealed class SettingShape
{
    private static readonly Dictionary<string, SettingShape> NoNames = [];

    private SettingShape(Type? valueType, IReadOnlyDictionary<string, SettingShape> names, SettingShape? others, bool isList = false, bool isOpen = false)
    {
        ValueType = valueType;
        Names = names;
        Others = others;
        IsList = isList;
        IsOpen = isOpen;
    }

    /// <summary>Takes whatever stands there.</summary>
    public static SettingShape Anything { get; } = new(null, NoNames, null, isOpen: true);

    /// <summary>Of the one value; null for a section.</summary>
    public Type? ValueType { get; }

    /// <summary>The names that a section has, ignoring case.</summary>
    public IReadOnlyDictionary<string, SettingShape> Names { get; }

    /// <summary>Of the entries of a section whose names are free; null where they are not.</summary>
    public SettingShape? Others { get; }

    /// <summary>Whether the entries are numbered for the program, whatever they are named.</summary>
    public bool IsList { get; }

    /// <summary>Whether other parts may have names here, which are none of ours, unless they are nearly one.</summary>
    public bool IsOpen { get; }

    public static SettingShape Value(Type type) => new(type, NoNames, null);

    public static SettingShape Section(IReadOnlyDictionary<string, SettingShape> names, bool isOpen = false) =>
        new(null, new Dictionary<string, SettingShape>(names, StringComparer.OrdinalIgnoreCase), null, isOpen: isOpen);

    public static SettingShape Entries(SettingShape entry) => new(null, NoNames, entry);

    public static SettingShape Of(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(object))
        {
            return Anything;
        }

        if (TypeDescriptor.GetConverter(bare).CanConvertFrom(typeof(string)) && !typeof(IEnumerable).IsAssignableFrom(bare) || bare == typeof(string))
        {
            return Value(type);
        }

        if (ElementOf(bare) is { } element)
        {
            return new(null, NoNames, Of(element.Type), element.IsList);
        }

        // The binder fills what a get-only property holds, where that is an object.
        var properties = bare.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .Select(property => (property.Name, Shape: Of(property.PropertyType), IsWritten: property.SetMethod is { IsPublic: true }))
            .Where(property => property.IsWritten || property.Shape.ValueType is null);
        return Section(properties.ToDictionary(property => property.Name, property => property.Shape, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>A section that two classes are bound to has the names of both; of a name that both have, the later one counts.</summary>
    public SettingShape With(SettingShape other) =>
        ValueType is not null || other.ValueType is not null
            ? other
            : new(
                null,
                Names.Concat(other.Names)
                    .GroupBy(name => name.Key, name => name.Value, StringComparer.OrdinalIgnoreCase)
                    .ToDictionary(name => name.Key, name => name.Aggregate((first, second) => first.With(second)), StringComparer.OrdinalIgnoreCase),
                other.Others ?? Others,
                IsList || other.IsList,
                IsOpen || other.IsOpen);

    public SettingShape With(string name, SettingShape shape) => With(Section(new Dictionary<string, SettingShape>(StringComparer.Ordinal) { [name] = shape }));

    /// <summary>The same section with another shape under a name.</summary>
    public SettingShape Replace(string name, SettingShape shape) =>
        new(ValueType, new Dictionary<string, SettingShape>(Names, StringComparer.OrdinalIgnoreCase) { [name] = shape }, Others, IsList, IsOpen);

    /// <summary>Everything in the section that is not as it may be.</summary>
    public IEnumerable<SettingDeviation> Compare(IConfigurationSection section)
    {
        if (ValueType is not null)
        {
            return [.. Converts(section.Value) ? [] : new[] { SettingDeviation.Unreadable(section, ValueType) }, .. section.GetChildren().Select(child => SettingDeviation.Unknown(child, []))];
        }

        var below = section.GetChildren().SelectMany(child =>
            (Names.GetValueOrDefault(child.Key) ?? Others) is { } shape ? shape.Compare(child)
            : IsOpen && NearestName.Of(child.Key, Names.Keys) is null ? []
            : [SettingDeviation.Unknown(child, [.. Names.Keys])]);
        return section.Value is { Length: > 0 } && this != Anything ? below.Prepend(SettingDeviation.ValueOfSection(section)) : below;
    }

    /// <summary>The key of a list's entry as it is written, for one that counts the entries: <c>Security:Keys:nightly:Role</c> for <c>Security:Keys:0:Role</c>.</summary>
    public string AsWritten(IConfigurationSection section, string rest)
    {
        if (rest.Length == 0)
        {
            return section.Path;
        }

        var (name, further) = rest.Split(':', 2) is [var first, var second] ? (first, second) : (rest, "");
        var entry = IsList && int.TryParse(name, CultureInfo.InvariantCulture, out var index) ? section.GetChildren().ElementAtOrDefault(index) : null;
        var child = entry ?? section.GetSection(name);
        return (Names.GetValueOrDefault(name) ?? Others)?.AsWritten(child, further) ?? (further.Length == 0 ? child.Path : $"{child.Path}:{further}");
    }

    private bool Converts(string? value)
    {
        if (value is null || ValueType == typeof(string) || (value.Length == 0 && Nullable.GetUnderlyingType(ValueType!) is not null))
        {
            return true;
        }

        try
        {
            // As the configuration's binder does it.
            TypeDescriptor.GetConverter(ValueType!).ConvertFromInvariantString(value);
            return true;
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    private static (Type Type, bool IsList)? ElementOf(Type type)
    {
        if (type.IsArray)
        {
            return (type.GetElementType()!, true);
        }

        var interfaces = type.GetInterfaces().Append(type).Where(one => one.IsGenericType).ToList();
        if (interfaces.Find(one => one.GetGenericTypeDefinition() == typeof(IDictionary<,>)) is { } dictionary)
        {
            return (dictionary.GetGenericArguments()[1], false);
        }

        return interfaces.Find(one => one.GetGenericTypeDefinition() == typeof(IEnumerable<>)) is { } list ? (list.GetGenericArguments()[0], true) : null;
    }
}
