using System.Text;

namespace Imara.Measurements.Lists;

/// <summary>Turns the template names of a list into templates; neighbouring records mostly have the same one.</summary>
internal sealed class TemplateNames
{
    private byte[] lastBytes = [];
    private string lastName = "";
    private Template? lastTemplate;

    /// <summary>The name as text, byte by byte, and the template it means, if any.</summary>
    public (string Name, Template? Template) Find(ReadOnlySpan<byte> name)
    {
        if (!name.SequenceEqual(lastBytes))
        {
            lastBytes = name.ToArray();
            lastName = Encoding.Latin1.GetString(name);
            lastTemplate = Template.TryFromListName(lastName, out var template) ? template : null;
        }

        return (lastName, lastTemplate);
    }
}
