using System.Text;
using Imara.Signatures.Asn1;

namespace Imara.Signatures.Keys;

/// <summary>The kernel's short text of a subject.</summary>
/// <remarks>
/// docs/reference/appraisal.md 7: the common name; <c>organization: common name</c> unless the common name begins with the
/// organization or with its first seven bytes; either alone if the other is missing; the e-mail address if both are.
/// </remarks>
internal static class SubjectText
{
    private const int TellingPrefix = 7;

    public static string Of(X509Fields fields)
    {
        FormatError error = default;
        var subject = fields.Subject.Span;
        var name = new DerReader(subject, ref error);
        ReadOnlySpan<byte> common = default;
        ReadOnlySpan<byte> organization = default;
        ReadOnlySpan<byte> email = default;
        while (!name.AtEnd && name.TryEnter(DerTag.Set, out var set))
        {
            while (!set.AtEnd && set.TryEnter(DerTag.Sequence, out var part)
                && part.TryRead(DerTag.ObjectIdentifier, out var oid) && part.TryRead(out var element))
            {
                var type = subject.Slice(oid.Start, oid.Length);
                var value = subject.Slice(element.Start, element.Length);
                if (type.SequenceEqual(Oids.CommonName))
                {
                    common = value;
                }
                else if (type.SequenceEqual(Oids.OrganizationName))
                {
                    organization = value;
                }
                else if (type.SequenceEqual(Oids.EmailAddress))
                {
                    email = value;
                }
            }
        }

        if (common.IsEmpty)
        {
            return Encoding.UTF8.GetString(organization.IsEmpty ? email : organization);
        }

        var alone = organization.IsEmpty
            || common.StartsWith(organization)
            || (organization.Length >= TellingPrefix && common.StartsWith(organization[..TellingPrefix]));
        return alone ? Encoding.UTF8.GetString(common) : $"{Encoding.UTF8.GetString(organization)}: {Encoding.UTF8.GetString(common)}";
    }
}
