using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Imara.Measurements;

/// <summary>The fields of an entry as text that is safe to show on a terminal.</summary>
/// <remarks>
/// docs/reference/measurement-list.md 3, 3.1. The kernel escapes nothing; here a control or format character, a backslash and a byte that is not
/// UTF-8 appear as <c>\xNN</c> for each of their bytes.
/// </remarks>
public static class EntryDescription
{
    /// <summary>Id and text of each field in order; for an unknown template or data that cannot be split one pair, <c>data</c> and hex.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> Describe(MeasurementEntry entry)
    {
        if (!entry.TryGetFields(out var fields))
        {
            return [new("data", Convert.ToHexStringLower(entry.Data.Span))];
        }

        var result = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(fields.Length);
        foreach (var field in fields)
        {
            var text = new ArrayBufferWriter<byte>();
            FieldText.Write(field.Field, field.Value.Span, entry.IsBigEndian, text);
            result.Add(new(TemplateFields.IdOf(field.Field), Escape(text.WrittenSpan)));
        }

        return result.MoveToImmutable();
    }

    /// <summary>Text of a template name, which has one character for each byte, without control characters.</summary>
    internal static string Escape(string latin1) => Escape(Encoding.Latin1.GetBytes(latin1));

    /// <summary>Text of untrusted bytes without control characters.</summary>
    public static string Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        Span<char> chars = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) == OperationStatus.Done;
            if (valid && rune.Value != '\\' && !IsInvisible(rune))
            {
                text.Append(chars[..rune.EncodeToUtf16(chars)]);
            }
            else
            {
                foreach (var value in bytes[..consumed])
                {
                    text.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
                }
            }

            bytes = bytes[consumed..];
        }

        return text.ToString();
    }

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
