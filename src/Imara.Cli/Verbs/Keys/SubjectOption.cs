using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Imara.Cli.Arguments;
using Imara.Hashing;

namespace Imara.Cli.Verbs.Keys;

/// <summary>`--subject`: a distinguished name.</summary>
internal sealed class SubjectOption : Option<string>, IReadsValue
{
    public SubjectOption()
        : base("--subject")
    {
    }

    /// <inheritdoc/>
    public string? WhyNot(string value)
    {
        // Without the library no certificate is made, which the verb tells.
        if (CryptoLibrary.FrameworkProblem.Length > 0)
        {
            return null;
        }

        try
        {
            return value.Trim().Length > 0 && new X500DistinguishedName(value, X500DistinguishedNameFlags.UseUTF8Encoding).RawData.Length > 2 ? null : Wrong(value);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return Wrong(value);
        }
    }

    private static string Wrong(string value) => $"`--subject` wants a distinguished name such as `CN=build key,O=Example`, not `{ArgumentText.Show(value)}`";
}
