using System.Buffers.Binary;

namespace Imara.Measurements;

/// <summary>Walks over the fields of an entry without allocating.</summary>
internal struct FieldEnumerator(MeasurementEntry entry)
{
    private int next;
    private int offset;

    public TemplateField Field { get; private set; }

    /// <summary>The bytes of the field, without the length word.</summary>
    public ReadOnlyMemory<byte> Value { get; private set; }

    /// <summary>True once the data turned out not to consist of exactly the template's fields, or the template is unknown.</summary>
    public bool IsBroken { get; private set; }

    public bool MoveNext()
    {
        if (entry.Template is not { } template)
        {
            IsBroken = true;
            return false;
        }

        if (next == template.Fields.Length)
        {
            IsBroken |= offset != entry.Data.Length;
            return false;
        }

        var data = entry.Data;
        int length;
        if (entry.LegacyDigestSize > 0 && next == 0)
        {
            length = entry.LegacyDigestSize;
        }
        else if (data.Length - offset < 4)
        {
            return Break();
        }
        else
        {
            var word = data.Span.Slice(offset, 4);
            var declared = entry.IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(word) : BinaryPrimitives.ReadUInt32LittleEndian(word);
            offset += 4;
            if (declared > (uint)(data.Length - offset))
            {
                return Break();
            }

            length = (int)declared;
        }

        Field = template.Fields[next++];
        Value = data.Slice(offset, length);
        offset += length;
        return true;
    }

    private bool Break()
    {
        IsBroken = true;
        return false;
    }
}
