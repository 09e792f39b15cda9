using Imara.Signatures.Keys;

namespace Imara.Fuzz.Targets;

/// <summary>Any bytes may be given as a certificate: one with a name and a verdict on its fitness, or a refusal with an offset.</summary>
internal static class CertificateTarget
{
    public static void Run(byte[] input)
    {
        var read = X509Key.TryParse(input, out var certificate, out var error);
        Property.Holds(read == certificate is not null, "an answer without an error has a certificate");
        Property.Holds(error.Offset >= 0 && error.Offset <= input.Length, "the offset of an error lies in the input");
        if (certificate is null)
        {
            return;
        }

        Property.Holds(certificate.Description.Length > 0, "a certificate has a description");
        Property.Holds(certificate.Der.Span.SequenceEqual(input), "the certificate is the input");
        _ = CertificateFitness.Objections(certificate);
        _ = DistinguishedName.ToText(certificate.Subject);
        var keyring = new Keyring();
        if (keyring.Add(certificate) == Errno.None)
        {
            _ = keyring.Admits(certificate, leavesOnly: false);
        }
    }
}
