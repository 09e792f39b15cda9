namespace Imara.Signatures.Keys;

/// <summary>Takes PKCS#11 URIs apart (RFC 7512). Pure.</summary>
internal static class TokenUri
{
    private const string PinValue = "pin-value=";

    /// <summary>The URI without any <c>pin-value</c>, which the standard has in the query and the engine also takes before it.</summary>
    /// <param name="uri">The URI.</param>
    /// <param name="pin">The first PIN that was in it, decoded; null if there was none.</param>
    public static string WithoutPin(string uri, out string? pin)
    {
        pin = null;
        var question = uri.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? uri : uri[..question];
        var colon = path.IndexOf(':', StringComparison.Ordinal) + 1;
        var kept = path[..colon] + Without(path[colon..], ';', ref pin);
        if (question < 0)
        {
            return kept;
        }

        var query = Without(uri[(question + 1)..], '&', ref pin);
        return query.Length == 0 ? kept : $"{kept}?{query}";
    }

    private static string Without(string attributes, char separator, ref string? pin)
    {
        if (!attributes.Contains(PinValue, StringComparison.Ordinal))
        {
            return attributes;
        }

        var kept = new List<string>();
        foreach (var attribute in attributes.Split(separator, ';'))
        {
            if (attribute.StartsWith(PinValue, StringComparison.Ordinal))
            {
                pin ??= Uri.UnescapeDataString(attribute[PinValue.Length..]);
            }
            else
            {
                kept.Add(attribute);
            }
        }

        return string.Join(separator, kept);
    }
}
