namespace Weir.Connectors.Http;

/// <summary>What a template's message is.</summary>
internal enum TemplateTarget
{
    /// <summary>Plain text.</summary>
    Text,

    /// <summary>JSON, which the template itself is.</summary>
    Json,

    /// <summary>The inside of a JSON string: the template's own text is escaped as well.</summary>
    JsonString,
}
