namespace Imara.Measurements;

/// <summary>The kernel's ids of the template fields.</summary>
/// <remarks>docs/reference/measurement-list.md 4.1.</remarks>
public static class TemplateFields
{
    private static readonly string[] Ids =
    [
        "d", "n", "d-ng", "d-ngv2", "n-ng", "sig", "buf", "d-modsig", "modsig", "evmsig",
        "iuid", "igid", "imode", "xattrnames", "xattrlengths", "xattrvalues",
    ];

    /// <summary>The id as it stands in a format, such as <c>d-ng</c>.</summary>
    public static string IdOf(TemplateField field) => Ids[(int)field];

    /// <summary>Finds a field by its exact id.</summary>
    public static bool TryParse(ReadOnlySpan<char> id, out TemplateField field)
    {
        for (var i = 0; i < Ids.Length; i++)
        {
            if (id.SequenceEqual(Ids[i]))
            {
                field = (TemplateField)i;
                return true;
            }
        }

        field = default;
        return false;
    }

    /// <summary>True for fields whose text ends at the first NUL and whose blanks the kernel turns into <c>_</c>.</summary>
    internal static bool IsString(TemplateField field) => field is TemplateField.N or TemplateField.NNg or TemplateField.XattrNames;

    /// <summary>True for fields that hold the event name.</summary>
    internal static bool IsName(TemplateField field) => field is TemplateField.N or TemplateField.NNg;
}
