using System.Buffers.Binary;
using Imara.Signatures.Keys;

namespace Imara.Signatures;

/// <summary>A signature appended to a file, as kernel modules carry it.</summary>
/// <remarks>docs/reference/appraisal.md 6.</remarks>
public sealed class ModSig
{
    internal const int TrailerSize = 12;
    internal const byte Pkcs7Id = 2;

    private ModSig(int contentLength, ReadOnlyMemory<byte> pkcs7, Pkcs7Message message, HashAlgo algo)
    {
        ContentLength = contentLength;
        Pkcs7 = pkcs7;
        Message = message;
        Algo = algo;
    }

    /// <summary>The last bytes of every file with an appended signature.</summary>
    public static ReadOnlySpan<byte> Marker => "~Module signature appended~\n"u8;

    /// <summary>Length of the file without signature, trailer and marker, in bytes; this is what is signed.</summary>
    public int ContentLength { get; }

    /// <summary>The PKCS#7 message, which templates list as <c>modsig</c>.</summary>
    public ReadOnlyMemory<byte> Pkcs7 { get; }

    /// <summary>The algorithm of the first signer, with which <c>d-modsig</c> is made.</summary>
    public HashAlgo Algo { get; }

    /// <summary>True if a signer of it is in a keyring, or the issuer of a certificate that the signature brings along.</summary>
    public bool HasSignerIn(Keyring keyring)
    {
        ArgumentNullException.ThrowIfNull(keyring);
        return Message.Signers.Exists(signer => signer.In(keyring) is not null) || Message.Certificates.Exists(certificate => keyring.FindIssuer(certificate) is not null);
    }

    /// <summary>How the first signer names its key, in hex: by SKID, or by the serial number of its certificate.</summary>
    public string SignerName => Message.Signers[0] is { Skid.IsEmpty: false } bySkid
        ? Convert.ToHexStringLower(bySkid.Skid.Span)
        : "serial " + Convert.ToHexStringLower(Message.Signers[0].Serial.Span);

    internal Pkcs7Message Message { get; }

    /// <summary>A key, named as <see cref="SignerName"/> names that of the signer.</summary>
    public string NameLike(KeyringEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Message.Signers[0].Skid.IsEmpty && entry.Certificate is { } certificate
            ? "serial " + Convert.ToHexStringLower(certificate.Serial.Span)
            : Convert.ToHexStringLower(entry.Skid.Span);
    }

    /// <summary>Looks for an appended signature.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="modSig">The signature; null if the answer is an error.</param>
    /// <param name="error">Where a signature that the marker announces is malformed.</param>
    /// <returns>
    /// <see cref="Errno.None"/>; <see cref="Errno.ENOENT"/> no marker; <see cref="Errno.EBADMSG"/> malformed;
    /// <see cref="Errno.ENOPKG"/> not a PKCS#7 signature, or an unknown hash algorithm.
    /// </returns>
    public static Errno Find(ReadOnlyMemory<byte> file, out ModSig? modSig, out FormatError error)
    {
        modSig = null;
        error = default;
        if (file.Length <= Marker.Length + TrailerSize || !file.Span.EndsWith(Marker))
        {
            return Errno.ENOENT;
        }

        var trailerAt = file.Length - Marker.Length - TrailerSize;
        var trailer = file.Span.Slice(trailerAt, TrailerSize);
        var length = BinaryPrimitives.ReadUInt32BigEndian(trailer[8..]);
        if (length >= trailerAt)
        {
            error = new FormatError(trailerAt + 8, $"a signature of {length} bytes in {trailerAt}");
            return Errno.EBADMSG;
        }

        if (trailer[2] != Pkcs7Id)
        {
            error = new FormatError(trailerAt + 2, $"a signature of kind {trailer[2]}, not PKCS#7");
            return Errno.ENOPKG;
        }

        if ((trailer[0] | trailer[1] | trailer[3] | trailer[4] | trailer[5] | trailer[6] | trailer[7]) != 0)
        {
            error = new FormatError(trailerAt, "a trailer with bytes that have to be zero");
            return Errno.EBADMSG;
        }

        var start = trailerAt - (int)length;
        var answer = Read(start, file[start..trailerAt], out modSig, out error);
        error = answer == Errno.None ? default : error.Shift(start);
        return answer;
    }

    /// <summary>Reads the PKCS#7 message alone, as templates list it.</summary>
    /// <param name="pkcs7">The message; it is not copied.</param>
    /// <param name="modSig">The signature, of a file of unknown length; null if the answer is an error.</param>
    /// <param name="error">Where it is malformed.</param>
    /// <returns>As <see cref="Find"/>, but never <see cref="Errno.ENOENT"/>.</returns>
    public static Errno Read(ReadOnlyMemory<byte> pkcs7, out ModSig? modSig, out FormatError error) => Read(0, pkcs7, out modSig, out error);

    private static Errno Read(int start, ReadOnlyMemory<byte> pkcs7, out ModSig? modSig, out FormatError error)
    {
        modSig = null;
        if (!Pkcs7Message.TryParse(pkcs7, out var message, out error))
        {
            return Errno.EBADMSG;
        }

        if (message.Signers[0].DigestAlgo is not { } algo)
        {
            error = new FormatError(0, "an unknown hash algorithm");
            return Errno.ENOPKG;
        }

        modSig = new ModSig(start, pkcs7, message, algo);
        return Errno.None;
    }
}
