using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using Imara.Policy.Parsing;

namespace Imara.Cli.Arguments;

/// <summary>Judges the value of an option by what the option takes: a number, one of some words, a hash algorithm.</summary>
internal static class OptionValue
{
    /// <summary>Why a value cannot be taken, naming the option; null if it can, as far as this is known without the verb.</summary>
    public static string? WhyNot(Option option, string value)
    {
        var type = option.ValueType.GetElementType() ?? option.ValueType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (option is IReadsValue own)
        {
            return own.WhyNot(value);
        }

        if (type == typeof(HashAlgo))
        {
            return HashAlgos.TryParse(value, out _) ? null : OneOf(option, value, [.. HashAlgos.All.Select(HashAlgos.NameOf)], "a hash algorithm of the kernel");
        }

        if (MaxOf(type) is { } max)
        {
            return Number(option, value, max);
        }

        var choices = type == typeof(string) ? option.GetCompletions(CompletionContext.Empty).Select(choice => choice.Label).ToList() : [];
        return choices.Count == 0 || choices.Contains(value) ? null : OneOf(option, value, choices, null);
    }

    private static string OneOf(Option option, string value, List<string> choices, string? kind)
    {
        var shown = ArgumentText.Show(value);
        var meant = choices.Find(choice => string.Equals(choice, value, StringComparison.OrdinalIgnoreCase)) ?? Nearest.To(value, choices);
        return meant is not null
            ? $"`{option.Name}` wants {kind ?? "another word"}, not `{shown}`; did you mean `{meant}`?"
            : $"`{option.Name}` wants {(kind is null ? string.Empty : kind + ": ")}{Words.List([.. choices.Order(StringComparer.Ordinal)], "or")}, not `{shown}`";
    }

    private static string? Number(Option option, string value, ulong max)
    {
        if (ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number <= max ? null : TooLarge(option, value, max);
        }

        return value.Length > 0 && value.All(char.IsAsciiDigit) ? TooLarge(option, value, max) : $"`{option.Name}` wants a whole number, not `{ArgumentText.Show(value)}`";
    }

    private static string TooLarge(Option option, string value, ulong max) =>
        string.Create(CultureInfo.InvariantCulture, $"`{option.Name}` wants a number up to {max}, and {value} is larger");

    private static ulong? MaxOf(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => null,
        TypeCode.Int32 => int.MaxValue,
        TypeCode.UInt32 => uint.MaxValue,
        TypeCode.Int64 => long.MaxValue,
        TypeCode.UInt64 => ulong.MaxValue,
        _ => null,
    };
}
