using System.Globalization;
using System.Text;

namespace Imara.Measurements.Replay;

/// <summary>Writes PCR values as <c>tpm2_pcrread</c> does; <see cref="PcrValuesReader"/> reads them.</summary>
/// <remarks>docs/reference/measurement-list.md 14.</remarks>
public static class PcrValuesWriter
{
    /// <summary>The text: a line for each bank, and below it one for each PCR that has a value.</summary>
    public static string Write(PcrValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var text = new StringBuilder();
        foreach (var bank in values.Banks)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {PcrText.NameOf(bank.Algo)}:\n");
            foreach (var pcr in bank.Pcrs)
            {
                if (bank.TryGet(pcr, out var value))
                {
                    text.Append(CultureInfo.InvariantCulture, $"    {pcr,-2}: 0x{Convert.ToHexString(value.Span)}\n");
                }
            }
        }

        return text.ToString();
    }
}
