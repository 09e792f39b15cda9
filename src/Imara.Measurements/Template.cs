using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Imara.Measurements;

/// <summary>What an entry of the measurement list consists of.</summary>
/// <remarks>docs/reference/measurement-list.md 4.2.</remarks>
public sealed class Template
{
    private const int MaxFields = 15;
    private const int MaxIdLength = 16;

    private Template(string name, string format, ImmutableArray<TemplateField> fields)
    {
        Name = name;
        Format = format;
        Fields = fields;
        IsLegacyIma = name == "ima";
    }

    /// <summary><c>ima</c>, the oldest template, whose record has a layout of its own.</summary>
    public static Template Ima { get; } = Known("ima", "d|n");

    /// <summary><c>ima-ng</c>.</summary>
    public static Template ImaNg { get; } = Known("ima-ng", "d-ng|n-ng");

    /// <summary><c>ima-sig</c>.</summary>
    public static Template ImaSig { get; } = Known("ima-sig", "d-ng|n-ng|sig");

    /// <summary><c>ima-ngv2</c>.</summary>
    public static Template ImaNgV2 { get; } = Known("ima-ngv2", "d-ngv2|n-ng");

    /// <summary><c>ima-sigv2</c>.</summary>
    public static Template ImaSigV2 { get; } = Known("ima-sigv2", "d-ngv2|n-ng|sig");

    /// <summary><c>ima-buf</c>, for buffers.</summary>
    public static Template ImaBuf { get; } = Known("ima-buf", "d-ng|n-ng|buf");

    /// <summary><c>ima-modsig</c>.</summary>
    public static Template ImaModsig { get; } = Known("ima-modsig", "d-ng|n-ng|sig|d-modsig|modsig");

    /// <summary><c>evm-sig</c>.</summary>
    public static Template EvmSig { get; } =
        Known("evm-sig", "d-ng|n-ng|evmsig|xattrnames|xattrlengths|xattrvalues|iuid|igid|imode");

    /// <summary>The templates that have a name.</summary>
    public static ImmutableArray<Template> BuiltIn { get; } = [Ima, ImaNg, ImaSig, ImaNgV2, ImaSigV2, ImaBuf, ImaModsig, EvmSig];

    /// <summary>The name that stands in the list; for a custom format the format itself.</summary>
    public string Name { get; }

    /// <summary>Field ids joined by <c>|</c>.</summary>
    public string Format { get; }

    /// <summary>The fields in order.</summary>
    public ImmutableArray<TemplateField> Fields { get; }

    /// <summary>True if the name is exactly <c>ima</c>: the record has no data length and no field lengths (2.2).</summary>
    public bool IsLegacyIma { get; }

    /// <summary>Finds a built-in template by its name or its exact format, as <c>ima_template=</c> does.</summary>
    public static bool TryResolve(string nameOrFormat, [NotNullWhen(true)] out Template? template)
    {
        foreach (var candidate in BuiltIn)
        {
            if (candidate.Name == nameOrFormat || candidate.Format == nameOrFormat)
            {
                template = candidate;
                return true;
            }
        }

        template = null;
        return false;
    }

    /// <summary>Reads a custom format, as <c>ima_template_fmt=</c> does: 1 to 15 known ids of 1 to 16 characters, joined by <c>|</c>.</summary>
    /// <remarks>The result is named by the format, also where a built-in template has the same one: <c>d|n</c> is not the legacy layout.</remarks>
    public static bool TryParseFormat(string format, [NotNullWhen(true)] out Template? template)
    {
        template = null;
        var fields = ImmutableArray.CreateBuilder<TemplateField>();
        foreach (var range in format.AsSpan().Split('|'))
        {
            var id = format.AsSpan(range);
            if (fields.Count == MaxFields || id.Length is 0 or > MaxIdLength || !TemplateFields.TryParse(id, out var field))
            {
                return false;
            }

            fields.Add(field);
        }

        template = new Template(format, format, fields.ToImmutable());
        return true;
    }

    /// <summary>Finds the template that a name in a list means: a built-in name first, then a custom format.</summary>
    public static bool TryFromListName(string name, [NotNullWhen(true)] out Template? template)
    {
        foreach (var candidate in BuiltIn)
        {
            if (candidate.Name == name)
            {
                template = candidate;
                return true;
            }
        }

        return TryParseFormat(name, out template);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static Template Known(string name, string format) =>
        TryParseFormat(format, out var custom) ? new Template(name, format, custom.Fields) : throw new ArgumentException(format, nameof(format));
}
